/** What readers of single settings would complain about later, asked at the start with all the others. */
import { readPasswordHash } from "../adapters/passwords/scrypt.ts";
import { parseRedisUrl } from "../adapters/stores/redis/url.ts";
import type { SettingChecks } from "../config.ts";

export const settingChecks: SettingChecks = {
  REDIS_URL: parseRedisUrl,
  WEB_ADMIN_PASSWORD_HASH: readPasswordHash,
};
