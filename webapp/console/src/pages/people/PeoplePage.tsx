import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page.tsx';
import { ApiKeys } from './ApiKeys.tsx';
import { People } from './People.tsx';

export default function PeoplePage() {
  const { t } = useTranslation();
  return (
    <Page title={t('page.people')} lead={t('people.lead')}>
      <People />
      <ApiKeys />
    </Page>
  );
}
