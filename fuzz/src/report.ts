/** What came of fuzzing one target. */
export interface Report {
  target: string;
  runs: number;
  edges: number;
  /** Inputs that together reach all that was reached. */
  inputs: number;
  /** What took longest, in Base64. */
  slowest: string[];
  finding?: { file: string; error: string };
}
