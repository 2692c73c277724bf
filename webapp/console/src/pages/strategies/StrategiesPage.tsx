import type { PageProps } from '../../app/pages.ts';
import { StrategyList } from './StrategyList.tsx';
import { StrategyView } from './StrategyView.tsx';

export default function StrategiesPage({ rest }: PageProps) {
  const [name] = rest;
  return name === undefined ? <StrategyList /> : <StrategyView key={name} name={name} />;
}
