/** [G3] Roles and their ranks. */

/**
 * By rank: an owner is above an admin and so on down to guests [G3]; AI nodes and bots have no rank over anybody. Guests, AI
 * nodes and bots are scoped: they read and write only the channels that admit them [K6].
 */
export type Role = 'owner' | 'admin' | 'moderator' | 'member' | ScopedRole;
export type ScopedRole = (typeof SCOPED_ROLES)[number];
export const SCOPED_ROLES = ['guest', 'ai', 'bot'] as const;

/** From the top down. AI nodes and bots are below everybody and above nobody. */
export const ROLES = ['owner', 'admin', 'moderator', 'member', 'guest', 'ai', 'bot'] as const;

const RANK: Record<Role, number> = { owner: 5, admin: 4, moderator: 3, member: 2, guest: 1, ai: 0, bot: 0 };

/** Whether the first role is strictly above the second. */
export const outranks = (a: Role, b: Role): boolean => RANK[a] > RANK[b];

/** Whether somebody of that role is in charge of others: a moderator or above. */
export const isInCharge = (role: Role | undefined): boolean => role !== undefined && outranks(role, 'member');

/** Whether somebody of that role reads and writes only channels that admit them [K6]. */
export const isScoped = (role: Role): role is ScopedRole => SCOPED_ROLES.some((scoped) => scoped === role);
