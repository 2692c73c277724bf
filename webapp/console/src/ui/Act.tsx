import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../api/types.ts';
import { useMay } from '../session/session.tsx';

/**
 * A button for a change. Who may not make it finds it disabled and hears why; it stays reachable by keyboard, so that
 * the reason is too.
 */
export function Act({
  need,
  onClick,
  children,
  disabled,
  ...rest
}: ButtonProps & { need: Role; onClick: () => void; children: ReactNode; 'aria-label'?: string }) {
  const { t } = useTranslation();
  const allowed = useMay(need);
  if (allowed) {
    return (
      <Button size="xs" {...rest} disabled={disabled ?? false} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={t('may.not', { role: t(`role.${need}`) })}>
      <Button size="xs" {...rest} data-disabled aria-disabled onClick={(e) => e.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  );
}

/** Says once, at the top of a page, why its controls are disabled. */
export function ReadOnlyNote({ need }: { need: Role }) {
  const { t } = useTranslation();
  if (useMay(need)) return null;
  return <p className="note">{t('may.not', { role: t(`role.${need}`) })}</p>;
}
