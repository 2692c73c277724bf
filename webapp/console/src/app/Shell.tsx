import { Badge, Burger, Button, Menu } from '@mantine/core';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../session/roles.ts';
import { useSession, useSignOut } from '../session/session.tsx';
import { notifyFailure } from '../ui/notify.ts';
import { Empty, Loading } from '../ui/states.tsx';
import { useWaiting } from './approval.ts';
import { LanguageChoice } from './LanguageChoice.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { PAGES } from './pages.ts';
import { link, usePlace } from './place.ts';
import { ShopChoice, useShop } from './shop.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';

/** The frame of every page: skip link, header, navigation, and the page that the address names. */
export function Shell() {
  const { t } = useTranslation();
  const shop = useShop();
  const session = useSession();
  const waiting = useWaiting();
  const [place] = usePlace();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const address = [place.shop, place.page, ...place.rest].join('/');
  const before = useRef(address);

  // A new page begins at its top, also for who hears it.
  useEffect(() => {
    if (before.current === address) return;
    before.current = address;
    setOpen(false);
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [address]);

  const page = PAGES.find((each) => each.name === place.page);
  const Page = page?.component;
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t('shell.skip')}
      </button>
      <header className="bar">
        <Burger
          className="bar-burger"
          opened={open}
          onClick={() => setOpen(!open)}
          size="sm"
          aria-label={t('shell.menu')}
          aria-expanded={open}
          aria-controls="navigation"
        />
        <span className="brand">Pannier</span>
        <ShopChoice />
        <span className="bar-space" />
        <span className="bar-choices">
          <LanguageChoice />
          <ThemeChoice />
        </span>
        <Account />
      </header>
      <nav
        id="navigation"
        className={open ? 'nav nav-open' : 'nav'}
        aria-label={t('shell.navigation')}
      >
        {PAGES.filter((each) => may(session.role, each.need)).map((each) => (
          <a
            key={each.name}
            href={link(shop.name, each.name)}
            className="nav-link"
            aria-current={each.name === place.page ? 'page' : undefined}
          >
            {t(`page.${each.name}`)}
            {each.name === 'approvals' && waiting > 0 && (
              <Badge size="sm" color="yellow" variant="light" ml="xs">
                {t('approvals.count', { count: waiting })}
              </Badge>
            )}
          </a>
        ))}
        {/* Where the bar has no room for them. */}
        <span className="nav-choices">
          <LanguageChoice />
          <ThemeChoice />
        </span>
      </nav>
      <main ref={main} className="main" tabIndex={-1}>
        {Page === undefined || page === undefined ? (
          <Empty>{t('shell.nowhere')}</Empty>
        ) : !may(session.role, page.need) ? (
          <Empty>{t('shell.notForYou', { role: t(`role.${page.need}`) })}</Empty>
        ) : (
          <PageBoundary key={`${place.shop}/${place.page}`}>
            <Suspense fallback={<Loading />}>
              <Page rest={place.rest} />
            </Suspense>
          </PageBoundary>
        )}
      </main>
    </div>
  );
}

function Account() {
  const { t } = useTranslation();
  const session = useSession();
  const signOut = useSignOut();
  const [changing, setChanging] = useState(session.mustChangePassword === true);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default">
            {session.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t(`role.${session.role}`)}</Menu.Label>
          {session.external !== true && (
            <Menu.Item onClick={() => setChanging(true)}>{t('password.change')}</Menu.Item>
          )}
          <Menu.Item onClick={() => signOut().catch(notifyFailure)}>{t('shell.signOut')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changing && <PasswordDialog close={() => setChanging(false)} />}
    </>
  );
}
