import { NativeSelect, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const SCHEMES = ['auto', 'light', 'dark'] as const;

export function ThemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('shell.theme')}
      value={colorScheme}
      onChange={(e) => setColorScheme(e.currentTarget.value as (typeof SCHEMES)[number])}
      data={SCHEMES.map((each) => ({ value: each, label: t(`theme.${each}`) }))}
    />
  );
}
