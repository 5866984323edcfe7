export { type LocalRelayState, type LocalRelayStatus, localRelayFolder } from './control.ts';
export { findFreePort } from './free-port.ts';
export { ensureLocalRelay, type StartLocalRelayOptions } from './start.ts';
export * from './use.ts';
