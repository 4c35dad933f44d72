import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { live } from './live/store';
import { ApiError } from './wire/api';
import './style.css';

// What the hub has answered once it answers again the same way: only a hub that did not answer at all is asked a second time.
const queries = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => !(error instanceof ApiError) && failures < 2, refetchOnWindowFocus: false } },
});

live.connect();
window.addEventListener('online', live.connect);
document.addEventListener('scroll', live.scrolled, { capture: true, passive: true });
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && live.link.state === 'lost') live.connect();
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
