import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { choose, LANGUAGES, type Language } from '../i18n/index.ts';

export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('shell.language')}
      value={i18n.language}
      onChange={(e) => void choose(e.currentTarget.value as Language)}
      data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
    />
  );
}
