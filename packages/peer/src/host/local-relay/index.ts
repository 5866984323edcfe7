export { type LocalRelayState, type LocalRelayStatus, localRelayFolder } from './control.ts';
export { findFreePort } from './free-port.ts';
export { type StartLocalRelayOptions, ensureLocalRelay } from './start.ts';
export * from './use.ts';
