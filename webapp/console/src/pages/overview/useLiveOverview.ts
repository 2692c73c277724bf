import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useGet } from '../../api/hooks.ts';
import { liveAddress } from '../../api/http.ts';
import type { Overview } from '../../api/types.ts';
import { useShopPath } from '../../app/shop.tsx';

/**
 * The overview, first asked for and then told every second. Where the stream ends it is asked for every five seconds
 * until the browser has it again, which also finds out when the session has ended.
 */
export function useLiveOverview() {
  const at = useShopPath();
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const path = at('overview');
  const overview = useGet<Overview>(path, live ? {} : { every: 5_000 });

  useEffect(() => {
    const stream = new EventSource(liveAddress(`${path}/live`));
    stream.onmessage = (event) => {
      setLive(true);
      client.setQueryData([path], JSON.parse(event.data) as Overview);
    };
    stream.onerror = () => setLive(false);
    return () => stream.close();
  }, [client, path]);

  return { overview, live };
}
