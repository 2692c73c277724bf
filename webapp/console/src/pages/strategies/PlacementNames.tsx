import { link } from '../../app/place.ts';
import { useShop } from '../../app/shop.tsx';

export function PlacementNames({ names }: { names: readonly string[] }) {
  const shop = useShop();
  if (names.length === 0) return <span className="dim">–</span>;
  return (
    <span className="chips">
      {names.map((name) => (
        <a key={name} href={link(shop.name, 'placements', name)}>
          {name}
        </a>
      ))}
    </span>
  );
}
