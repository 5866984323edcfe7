/** Too much of one author in too little time: a pure state, moved on with each message. */

export interface FloodState {
  /** Messages that the author may still send at once. */
  readonly allowance: number;
  /** When that was so, ms. */
  readonly at: number;
  /** What was said last, shortened, and how often in a row. */
  readonly last: string;
  readonly repeats: number;
}

export interface FloodRate {
  /** Messages at once. */
  burst: number;
  /** Messages a minute in the long run. */
  perMinute: number;
  /** The same words in a row that are taken. */
  repeats: number;
}

/** Faster than anybody types, slower than anybody pastes. */
export const FLOOD_RATE: FloodRate = { burst: 12, perMinute: 40, repeats: 4 };

const MINUTE_MS = 60_000;
const COMPARED_UNITS = 256;

/** `normalText`: the message's text, normalised. Times may jump back; allowance never grows from that. */
export const countMessage = (
  state: FloodState | undefined,
  message: { normalText: string; at: number },
  rate: FloodRate = FLOOD_RATE,
): { state: FloodState; flooding: boolean } => {
  const since = state === undefined ? 0 : Math.max(0, message.at - state.at);
  const refilled = Math.min(
    rate.burst,
    (state?.allowance ?? rate.burst) + (since * rate.perMinute) / MINUTE_MS,
  );
  const text = message.normalText.slice(0, COMPARED_UNITS);
  const repeats = state !== undefined && text !== '' && state.last === text ? state.repeats + 1 : 1;
  const isOver = refilled < 1;
  return {
    state: {
      allowance: isOver ? refilled : refilled - 1,
      at: Math.max(message.at, state?.at ?? message.at),
      last: text,
      repeats,
    },
    flooding: isOver || repeats > rate.repeats,
  };
};
