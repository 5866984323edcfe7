/** What a benchmark is told on its command line. */
export interface BenchOptions {
  messages: number;
  /** A file with a chat line on each of its lines, as text or as JSON with a `text`; gzip is read too. */
  data: string | undefined;
  /** Of `fanout`, `reconnect` and `storm`. */
  receivers: number;
  channels: number;
  clients: number;
}
