/** The way to the host: Electron's utility process has a port, a child of plain Node has IPC messages. */

export interface HostPort {
  send(frame: unknown): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** The host has gone. */
  onGone(listener: () => void): void;
}

/** Electron's `process.parentPort`: https://www.electronjs.org/docs/latest/api/parent-port */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const findParentPort = (): ParentPort | undefined =>
  (process as unknown as { parentPort?: ParentPort | null }).parentPort ?? undefined;

/** The port of this process, or `undefined` when it was started by hand. */
export const findHostPort = (): HostPort | undefined => {
  const parentPort = findParentPort();
  if (parentPort !== undefined)
    return {
      send: (frame) => parentPort.postMessage(frame),
      onFrame: (listener) => parentPort.on('message', (event) => listener(event.data)),
      // Electron ends the utility process together with the app.
      onGone: () => undefined,
    };
  if (process.send === undefined) return undefined;
  return {
    send: (frame) => {
      if (process.connected) process.send?.(frame);
    },
    onFrame: (listener) => process.on('message', listener),
    onGone: (listener) => process.on('disconnect', listener),
  };
};
