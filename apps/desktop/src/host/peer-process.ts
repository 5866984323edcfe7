/** The peer's process as its host sees it, whatever carries the messages. */
import { fork } from 'node:child_process';
import type { ToPeerFrame } from '../shared/peer-frames.ts';

export interface PeerProcess {
  send(frame: ToPeerFrame): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** The process has ended, or could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}

/** Starts the peer's program as a child of plain Node. What it prints goes to standard error. */
export const startNodePeer = (program: string): PeerProcess => {
  const child = fork(program, [], { stdio: ['ignore', 2, 2, 'ipc'] });
  let ended = false;
  return {
    send: (frame) => {
      // The message may cross with the process's end, which `onExit` tells.
      if (child.connected) child.send(frame, () => undefined);
    },
    onFrame: (listener) => child.on('message', listener),
    onExit: (listener) => {
      const once = (): void => {
        if (ended) return;
        ended = true;
        listener();
      };
      child.on('exit', once);
      child.on('error', once);
    },
    kill: () => child.kill('SIGKILL'),
  };
};
