/** What is to happen when: a heap by time, then by order of asking. */

export interface Appointment {
  /** Virtual milliseconds. */
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

export interface Agenda {
  add(at: number, run: () => void): Appointment;
  /** Takes the next one off; cancelled ones (`run` undefined) are skipped. */
  next(until: number): Appointment | undefined;
  clear(): void;
}

const isBefore = (a: Appointment, b: Appointment): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

export const createAgenda = (): Agenda => {
  const heap: Appointment[] = [];
  let order = 0;

  const at = (index: number): Appointment => heap[index] as Appointment;
  const swap = (one: number, other: number): void => {
    [heap[one], heap[other]] = [at(other), at(one)];
  };

  const rise = (from: number): void => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };

  const sink = (): void => {
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      let least = index;
      if (left < heap.length && isBefore(at(left), at(least))) least = left;
      if (left + 1 < heap.length && isBefore(at(left + 1), at(least))) least = left + 1;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  };

  const take = (): void => {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    sink();
  };

  return {
    add: (time, run) => {
      const appointment: Appointment = { at: time, order: order++, run };
      heap.push(appointment);
      rise(heap.length - 1);
      return appointment;
    },
    next: (until) => {
      for (let first = heap[0]; first !== undefined && first.at <= until; first = heap[0]) {
        take();
        if (first.run !== undefined) return first;
      }
      return undefined;
    },
    clear: () => {
      heap.length = 0;
      order = 0;
    },
  };
};
