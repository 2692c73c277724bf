import type { Role } from '../api/types.ts';

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

/** Whether somebody with a role may do what needs another. */
export const may = (role: Role, need: Role): boolean => RANK[role] >= RANK[need];

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];
