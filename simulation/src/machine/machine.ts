/**
 * [X1] The machine that everything of a run happens on: one clock, one agenda, one source of randomness. Between two
 * appointments all that follows from the first is done, what the thread pool does for us included, one answer at a time in
 * the order of asking; so the same seed gives the same run.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, type Hash } from 'node:crypto';
import { type Agenda, type Appointment, createAgenda } from './agenda.ts';
import { createRandom, type Random } from './random.ts';
import { realImmediate } from './real.ts';

/** One life of a node, from its start to its stop or crash: what runs in it, and what it sees of the world. */
export interface Life {
  /** The node's name. */
  readonly node: string;
  /** Nothing of a life that is over happens any more. */
  alive: boolean;
  /** What its wall clock is off by, milliseconds. */
  skewMs: number;
  readonly random: Random;
}

/** Virtual time starts here, milliseconds since 1970. */
const EPOCH_MS = 1_800_000_000_000;

/** More appointments than any sound run has: something asks itself again and again. */
const MOST_STEPS = 500_000;

interface Run {
  now: number;
  agenda: Agenda;
  random: Random;
  trace: Hash;
  lines: string[] | undefined;
  spelled: (bytes: Uint8Array) => string;
  steps: number;
  modelled: boolean;
}

export interface RunOptions {
  /** When it begins, virtual milliseconds; 0 if not given. */
  startMs?: number;
  /** Keeps the trace's lines for people to read, with bytes spelled so. */
  spelled?: (bytes: Uint8Array) => string;
  /** Whether key groups do without public-key cryptography. */
  modelled?: boolean;
}

const lives = new AsyncLocalStorage<Life>();
const outside: (() => Promise<void>)[] = [];

const createRun = (seed: string, options: RunOptions): Run => ({
  now: options.startMs ?? 0,
  agenda: createAgenda(),
  random: createRandom(seed),
  trace: createHash('sha256'),
  lines: options.spelled === undefined ? undefined : [],
  spelled: options.spelled ?? String,
  steps: 0,
  modelled: options.modelled === true,
});

let run = createRun('', {});

/** Begins a run anew. */
export const beginRun = (seed: string, options: RunOptions = {}): void => {
  run.agenda.clear();
  outside.length = 0;
  run = createRun(seed, options);
};

export const isModelled = (): boolean => run.modelled;

/** Virtual milliseconds since the run began. */
export const virtualNow = (): number => run.now;

/** What the wall clock of whoever asks shows: milliseconds since 1970. */
export const wallNow = (): number => Math.floor(EPOCH_MS + run.now + (lives.getStore()?.skewMs ?? 0));

/** Whose code is running; `undefined` in the harness. */
export const lifeHere = (): Life | undefined => lives.getStore();

export const randomHere = (): Random => lives.getStore()?.random ?? run.random;

/** A stream of the run's own randomness. */
export const randomOf = (name: string): Random => run.random.stream(name);

export const startLife = (node: string, number: number, skewMs: number): Life => ({
  node,
  alive: true,
  skewMs,
  random: run.random.stream(`life ${node} ${number}`),
});

export const inLife = <Result>(life: Life, act: () => Result): Result => lives.run(life, act);

/** Does something after a while, in the life that asks, if that is not over by then. */
export const after = (ms: number, act: () => void): Appointment => {
  const life = lives.getStore();
  return run.agenda.add(run.now + Math.max(0, ms), () => {
    if (life === undefined) act();
    else if (life.alive) lives.run(life, act);
  });
};

/** The same for what is nobody's: what flies between nodes, what befalls them. */
export const afterAnyhow = (ms: number, act: () => void): Appointment =>
  run.agenda.add(run.now + Math.max(0, ms), () => lives.exit(act));

/** Notes what happened: it becomes part of the trace, whose hash says whether two runs were the same. */
export const note = (...parts: (string | number | Uint8Array)[]): void => {
  let text = `${run.now} `;
  for (const part of parts) {
    if (typeof part !== 'object') text += typeof part === 'number' ? `${part} ` : part;
    else {
      run.trace.update(text).update(part);
      text = '';
    }
  }
  run.trace.update(`${text}\n`);
  run.lines?.push(
    [run.now.toFixed(1), ...parts.map((it) => (typeof it === 'object' ? run.spelled(it) : it))].join(' '),
  );
};

export const traceHash = (): string => run.trace.copy().digest('hex');
export const traceLines = (): readonly string[] => run.lines ?? [];
export const stepsTaken = (): number => run.steps;

/** Something real is under way (the thread pool): its answer is given when it is its turn, and nothing else happens until then. */
export const fromOutside = <Result>(work: Promise<Result>): Promise<Result> => {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const settled = work.then(
    (result) => () => resolve(result),
    (error: unknown) => () => reject(error),
  );
  outside.push(async () => (await settled)());
  return promise;
};

const quiet = (): Promise<void> => new Promise((resolve) => realImmediate(resolve));

const comeToRest = async (): Promise<void> => {
  await quiet();
  for (let next = outside.shift(); next !== undefined; next = outside.shift()) {
    await next();
    await quiet();
  }
};

/** Lets time pass, until `isOver` or for so many milliseconds. Gives whether it was over. */
export const letPass = async (ms: number, isOver: () => boolean = () => false): Promise<boolean> => {
  const end = run.now + ms;
  await comeToRest();
  for (;;) {
    if (isOver()) return true;
    const next = run.agenda.next(end);
    if (next === undefined) break;
    if (++run.steps > MOST_STEPS)
      throw new RangeError(`more than ${MOST_STEPS} steps: it does not come to rest`);
    run.now = Math.max(run.now, next.at);
    next.run?.();
    await comeToRest();
  }
  run.now = end;
  return isOver();
};

/** Lets time pass until a promise is settled; at most so many milliseconds, after which it throws. */
export const waitFor = async <Result>(
  promise: Promise<Result>,
  ms: number,
  what: string,
): Promise<Result> => {
  let outcome: { value: Result } | { error: unknown } | undefined;
  promise.then(
    (value) => {
      outcome = { value };
    },
    (error: unknown) => {
      outcome = { error };
    },
  );
  await letPass(ms, () => outcome !== undefined);
  if (outcome === undefined) throw new Error(`${what}: nothing after ${ms} ms`);
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
};
