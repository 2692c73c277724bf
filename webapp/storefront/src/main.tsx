import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Frame } from './components/Frame.js';
import { CartView } from './pages/CartView.js';
import { Checkout } from './pages/Checkout.js';
import { Home } from './pages/Home.js';
import { ProductView } from './pages/ProductView.js';
import { type Route, useRoute } from './route.js';
import { type ClosedDoor, ShopDoor } from './shop.js';
import './shop.css';

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
      return <Home query={route.query} category={route.category} />;
    case 'product':
      return <ProductView key={route.sku} sku={route.sku} />;
    case 'cart':
      return <CartView />;
    case 'checkout':
      return <Checkout />;
  }
}

const closed: ClosedDoor = (problem, retry) => (
  <main className="empty">
    <h1>Pannier demo shop</h1>
    {problem === null ? (
      <p role="status">Opening the shop …</p>
    ) : (
      <>
        <p role="alert">{problem.message}</p>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </>
    )}
  </main>
);

function App() {
  const route = useRoute();
  return (
    <ShopDoor closed={closed}>
      <Frame route={route}>
        <Page route={route} />
      </Frame>
    </ShopDoor>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
