import { afterAll, beforeAll, describe } from 'vitest';
import { openRedisAt } from '../support/redis.ts';
import { canStartRedisCluster, type RedisCluster, startRedisCluster } from '../support/redis-cluster.ts';
import { redisContracts } from '../support/redis-contracts.ts';

const here = canStartRedisCluster();
const title = here ? 'on a Redis cluster' : 'on a Redis cluster (skipped: no redis-server of version 7 on the PATH)';

describe.skipIf(!here)(title, () => {
  let cluster: RedisCluster;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });

  afterAll(() => cluster[Symbol.asyncDispose]());

  redisContracts(() => openRedisAt(cluster.url));
});
