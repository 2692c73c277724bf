// A page to try Pannier by hand: a cart on the left, the offers that it brings on the right. The
// link that `ops/pannier demo` prints carries a browser token behind the #.

const $ = (id) => document.getElementById(id);
const params = new URLSearchParams(location.hash.slice(1));
const placement = params.get('placement') ?? 'cart';
const cart = new Map(); // sku -> { title, quantity }
let socket;
let cartId = 0;
let sentAt = 0;
let since;

function connect() {
  const token = params.get('token');
  if (!token) {
    status('open the link that ops/pannier demo prints: it carries a token');
    return;
  }
  socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/v1/storefront`, 'pannier.v1');
  socket.onopen = () => send({ type: 'connect', token });
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = (event) => {
    status(`connection closed (${event.code} ${event.reason || 'no reason given'}); reconnecting …`);
    if (event.code < 4000) setTimeout(connect, 1000 + Math.random() * 2000);
  };
}

function receive(message) {
  switch (message.type) {
    case 'connected':
      send({ type: 'subscribe', placement, cart: lines(), ...(since && { since }) });
      break;
    case 'subscribed':
      status(`connected · placement ${message.placement}`);
      break;
    case 'offer':
      since = { epoch: message.epoch, offset: message.offset };
      show(message.offer);
      break;
    case 'error':
      status(`${message.code}: ${message.message}`);
      break;
  }
}

function show(offer) {
  const took = sentAt ? `${(performance.now() - sentAt).toFixed(1)} ms · ` : '';
  sentAt = 0;
  $('facts').textContent =
    `${took}${offer.strategy}${offer.degraded ? ` · degraded (${offer.rung})` : ''}`;
  const warnings = offer.warnings.map((text) => element('p', { className: 'why', textContent: text }));
  const bundles = offer.bundles.map(card);
  const nothing = element('p', { textContent: offer.reason ?? '' });
  $('offers').replaceChildren(...warnings, ...(bundles.length ? bundles : [nothing]));
}

function card(bundle) {
  const money = new Intl.NumberFormat(undefined, { style: 'currency', currency: bundle.currency });
  const items = element('ul');
  for (const item of bundle.items) {
    items.append(
      element('li', {
        textContent: `${item.quantity} × ${item.title} (${item.sku}) · ${money.format(item.price)}`,
      }),
    );
  }
  const price = element('p', { className: 'price' });
  price.append(element('strong', { textContent: money.format(bundle.price) }));
  if (bundle.discount > 0) {
    price.append(element('s', { textContent: money.format(bundle.listPrice) }));
  }
  const add = element('button', { textContent: 'Add to cart' });
  add.onclick = () => {
    bundle.items.forEach((item) => put(item.sku, item.title, item.quantity));
    changed();
  };
  price.append(add);
  const why = element('p', {
    className: 'why',
    textContent: bundle.reasons.map((reason) => reason.text).join('. '),
  });
  const article = element('article');
  article.append(items, price, why);
  return article;
}

function put(sku, title, quantity) {
  const line = cart.get(sku) ?? { title, quantity: 0 };
  cart.set(sku, { title: line.title || title, quantity: line.quantity + quantity });
}

function changed() {
  $('empty-cart').hidden = cart.size > 0;
  $('cart').replaceChildren(
    ...[...cart].map(([sku, { title, quantity }]) => {
      const remove = element('button', { textContent: '×', ariaLabel: `Remove ${title || sku}` });
      remove.onclick = () => {
        cart.delete(sku);
        changed();
      };
      const line = element('li', { textContent: `${quantity} × ${title || sku}` });
      line.append(remove);
      return line;
    }),
  );
  sentAt = performance.now();
  send({ type: 'cart', id: ++cartId, placement, cart: lines() });
}

const lines = () => [...cart].map(([sku, { quantity }]) => ({ sku, quantity }));
const send = (message) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
const status = (text) => ($('status').textContent = text);
const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

$('add').onsubmit = (event) => {
  event.preventDefault();
  put($('sku').value.trim(), '', 1);
  $('sku').value = '';
  changed();
};

connect();
