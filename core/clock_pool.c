/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "clock_pool.h"

/* The other clock's time. */
static int64_t
pool_now_ms(void *ctx)
{
	const struct clock_pool *pool = ctx;

	return clock_now_ms(pool->of);
}

/* The other clock's steady time. */
static int64_t
pool_steady_ms(void *ctx)
{
	const struct clock_pool *pool = ctx;

	return clock_steady_ms(pool->of);
}

/* The next bytes of the pool, filled again when it holds too few. */
static void
pool_random(void *ctx, void *bytes, size_t len)
{
	struct clock_pool *pool = ctx;

	if (len > sizeof(pool->bytes)) {
		clock_random(pool->of, bytes, len);
		return;
	}
	if (len > sizeof(pool->bytes) - pool->used) {
		clock_random(pool->of, pool->bytes, sizeof(pool->bytes));
		pool->used = 0;
	}
	memcpy(bytes, pool->bytes + pool->used, len);
	explicit_bzero(pool->bytes + pool->used, len);
	pool->used += len;
}

/* An empty pool. */
void
clock_pool_init(struct clock_pool *pool, const struct clock *of)
{
	pool->clock = (struct clock){
		.now_ms = pool_now_ms,
		.steady_ms = pool_steady_ms,
		.random = pool_random,
		.ctx = pool,
	};
	pool->of = of;
	pool->used = sizeof(pool->bytes);
}

/* Wipes the pool. */
void
clock_pool_release(struct clock_pool *pool)
{
	explicit_bzero(pool->bytes, sizeof(pool->bytes));
	pool->used = sizeof(pool->bytes);
}
