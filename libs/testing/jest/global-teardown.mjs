import { stopSharedServers } from './global-setup.mjs';

export default stopSharedServers;
