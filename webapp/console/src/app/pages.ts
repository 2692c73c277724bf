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
  | 'approvals'
  | 'audit'
  | 'people';

/** Every page, in the order of the navigation; each is loaded when somebody goes there. */
export const PAGES: readonly PageOfConsole[] = [
  {
    name: 'overview',
    need: 'viewer',
    component: lazy(() => import('../pages/overview/OverviewPage.tsx')),
  },
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
  {
    name: 'experiments',
    need: 'viewer',
    component: lazy(() => import('../pages/experiments/ExperimentsPage.tsx')),
  },
  {
    name: 'explain',
    need: 'viewer',
    component: lazy(() => import('../pages/explain/ExplainPage.tsx')),
  },
  {
    name: 'decisions',
    need: 'viewer',
    component: lazy(() => import('../pages/decisions/DecisionsPage.tsx')),
  },
  { name: 'data', need: 'viewer', component: lazy(() => import('../pages/data/DataPage.tsx')) },
  {
    name: 'approvals',
    need: 'viewer',
    component: lazy(() => import('../pages/approvals/ApprovalsPage.tsx')),
  },
  {
    name: 'audit',
    need: 'operator',
    component: lazy(() => import('../pages/audit/AuditPage.tsx')),
  },
  {
    name: 'people',
    need: 'admin',
    component: lazy(() => import('../pages/people/PeoplePage.tsx')),
  },
];
