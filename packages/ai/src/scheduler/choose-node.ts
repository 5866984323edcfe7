/** [A2] Which of several AI nodes is asked: the one that is likely to have answered first. Pure. */

export interface NodeState {
  id: string;
  /** Whether the model is in its memory. */
  loaded: boolean;
  /** Inferences that run or wait there. */
  busy: number;
  /** How long one took of late, in milliseconds; 0 where none has. */
  averageMs: number;
  /** How long it took to say so. */
  latencyMs: number;
  /** Failures one after the other, and when the last one was. */
  failures: number;
  failedAt: number;
}

/** What loading a model takes, and an inference, before anybody has measured it. */
const LOAD_MS = 5_000;
const INFERENCE_MS = 2_000;
/** How long a node that failed is left alone: doubled with each failure. */
const REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

/** How long an answer is likely to take there, in milliseconds. */
const expectedMs = ({ loaded, busy, averageMs, latencyMs }: NodeState): number =>
  latencyMs + (loaded ? 0 : LOAD_MS) + (busy + 1) * (averageMs > 0 ? averageMs : INFERENCE_MS);

const isResting = ({ failures, failedAt }: NodeState, now: number): boolean =>
  failures > 0 && now - failedAt < Math.min(LONGEST_REST_MS, REST_MS * 2 ** (failures - 1));

/** One that failed just now is asked only where all have; of equals the one whose id is lowest. */
export const chooseNode = (nodes: readonly NodeState[], now: number): NodeState | undefined => {
  const rested = nodes.filter((node) => !isResting(node, now));
  const [best] = (rested.length > 0 ? rested : nodes).toSorted(
    (a, b) => expectedMs(a) - expectedMs(b) || (a.id < b.id ? -1 : 1),
  );
  return best;
};
