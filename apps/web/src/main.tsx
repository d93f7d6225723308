import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { announceStyleNonce } from './app/style-nonce.js';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
announceStyleNonce();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
