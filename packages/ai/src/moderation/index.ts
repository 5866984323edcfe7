/** [A3] Moderation's first two tiers: rules, then a small classifier. Pure and synchronous; see docs/moderation.md. */
export { classify } from './classify.ts';
export { countMessage, FLOOD_RATE, type FloodRate, type FloodState } from './rules/flood.ts';
export { normalise } from './text/normalise.ts';
export { toFinding, type Verdict } from './verdict.ts';
