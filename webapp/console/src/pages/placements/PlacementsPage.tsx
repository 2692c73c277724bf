import type { PageProps } from '../../app/pages.ts';
import { PlacementList } from './PlacementList.tsx';
import { PlacementView } from './PlacementView.tsx';

export default function PlacementsPage({ rest }: PageProps) {
  const [name, tab] = rest;
  return name === undefined ? (
    <PlacementList />
  ) : (
    <PlacementView key={name} name={name} tab={tab ?? 'settings'} />
  );
}
