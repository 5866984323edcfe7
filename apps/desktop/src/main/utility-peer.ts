/** The peer in Electron's utility process [D1]. */
import { utilityProcess } from 'electron';
import type { PeerProcess } from '../host/peer-process.ts';

export const startUtilityPeer = (program: string): PeerProcess => {
  const child = utilityProcess.fork(program, [], { serviceName: 'PlexiChat peer', stdio: 'inherit' });
  return {
    send: (frame) => child.postMessage(frame),
    onFrame: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  };
};
