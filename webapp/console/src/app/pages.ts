import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../api/types.ts';

export type PageProps = { rest: readonly string[] };

type PageOfConsole = {
  name: PageName;
  /** Who may see it. */
  need: Role;
  component: LazyExoticComponent<ComponentType<PageProps>>;
};

export type PageName =
  | 'overview'
  | 'placements'
  | 'strategies'
  | 'experiments'
  | 'explain'
  | 'decisions'
  | 'data'
  | 'audit'
  | 'people';

/** Every page, in the order of the navigation; each is loaded when somebody goes there. */
export const PAGES: readonly PageOfConsole[] = [
  {
    name: 'placements',
    need: 'viewer',
    component: lazy(() => import('../pages/placements/PlacementsPage.tsx')),
  },
  {
    name: 'strategies',
    need: 'viewer',
    component: lazy(() => import('../pages/strategies/StrategiesPage.tsx')),
  },
];
