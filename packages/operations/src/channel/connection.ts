/** A connection that carries text messages in order: a WebSocket, a local socket, a message port. */
export interface MessageConnection {
  send(text: string): void;
  onMessage(handler: (text: string) => void): void;
  onClose(handler: () => void): void;
  close(): void;
}
