import { useTranslation } from 'react-i18next';

/** Puts a field's path, as the server writes it, in words; one that is not known stays as it is. */
export function useFieldName(): (path: string) => string {
  const { t, i18n } = useTranslation();
  return (path) => {
    const parts = path.replace(/^\//, '').split(/[./]/);
    return parts
      .map((part) => {
        const key = `field.${part}` as 'field.scoring';
        return i18n.exists(key) ? t(key) : part;
      })
      .join(' · ');
  };
}
