import type { PageProps } from '../../app/pages.ts';
import { ExperimentList } from './ExperimentList.tsx';
import { ExperimentView } from './ExperimentView.tsx';

export default function ExperimentsPage({ rest }: PageProps) {
  const [placement] = rest;
  return placement === undefined ? (
    <ExperimentList />
  ) : (
    <ExperimentView key={placement} placement={placement} />
  );
}
