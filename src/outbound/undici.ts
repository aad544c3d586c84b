import { createRequire } from 'node:module';
import type {
  buildConnector as BuildConnector,
  Client as ClientClass,
  errors as Errors,
  Pool as PoolClass,
} from 'undici';

// Taken one by one: the package's own door brings fetch, WebSocket, caches and mocks with it, and a start waits for them.

const require = createRequire(import.meta.url);

export const Client = require('undici/lib/dispatcher/client.js') as typeof ClientClass;
export const Pool = require('undici/lib/dispatcher/pool.js') as typeof PoolClass;
export const buildConnector = require('undici/lib/core/connect.js') as typeof BuildConnector;
export const errors = require('undici/lib/core/errors.js') as typeof Errors;
