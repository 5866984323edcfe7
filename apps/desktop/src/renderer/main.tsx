import './strict-policy.ts';
import { App, applyAppearance, createPeerLink } from '@plexi/ui';
import '@plexi/ui/styles.css';
import { createRoot } from 'react-dom/client';
import { connectToPeer, takeInvitation } from './connect.ts';
import { openVault } from './vault/indexed-vault.ts';

applyAppearance();
// The page's title never holds a name, at most a count: browsers keep titles in their history, in the clear.
const root = document.querySelector('#root');
if (root !== null) {
  const invitation = takeInvitation();
  const link = createPeerLink({ connect: connectToPeer });
  createRoot(root).render(<App link={link} openVault={openVault} invitation={invitation} />);
}
