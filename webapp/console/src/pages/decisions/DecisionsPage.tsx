import type { PageProps } from '../../app/pages.ts';
import { DecisionDetail } from './DecisionDetail.tsx';
import { DecisionList } from './DecisionList.tsx';

export default function DecisionsPage({ rest }: PageProps) {
  const [id] = rest;
  return id === undefined ? <DecisionList /> : <DecisionDetail key={id} id={id} />;
}
