import { useFormats } from './formats.ts';

export function Time({ at }: { at: string | null | undefined }) {
  const formats = useFormats();
  if (at == null) return <span>–</span>;
  return (
    <time dateTime={at} title={at}>
      {formats.time(at)}
    </time>
  );
}
