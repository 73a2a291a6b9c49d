/**
 * The Lua scripts of the store. Each is one atomic step on one key.
 *
 * Revisions are compared as strings, because Lua's numbers lose digits of large integers. `PUBLISH` runs by
 * `pcall`, because a user without the permission for it must still be able to commit.
 */

/** Loads the hash into local variables. Ends the script with `damaged` if it is not one of this library. */
const loadAccount = `
local revision, record, claim, started, lease_end, abandoned = unpack(redis.call('HMGET', KEYS[1],
  'revision', 'record', 'claim', 'started', 'until', 'abandoned'))
if not revision then
  if redis.call('EXISTS', KEYS[1]) == 1 then return {'damaged'} end
  revision = '0'
end
if not string.match(revision, '^%d+$') then return {'damaged'} end
if (revision == '0') == (record ~= false) then return {'damaged'} end
if record and not (string.find(record, '"revision":' .. revision .. '[,}]')
  and string.match(record, '^{.*}$')) then
  return {'damaged'}
end
`;

/** The longest lease of a claim whose id does not say how long it is, ms: that of an earlier version. */
const longestUnknownLease = 60_000;

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

/**
 * Claims a revision. KEYS: account. ARGV: revision, lease (ms), start by the claimant's clock (epoch ms),
 * id of the claim.
 *
 * A lease that ends later than it can, because the clock of the server was set back, is started again.
 */
export const claimScript = `-- refresh-once: claim
local function uuid_of(id) return string.match(id, '^[^/]*') end
${loadAccount}
if revision ~= ARGV[1] then return {'lost'} end
${now}
if claim and uuid_of(claim) ~= uuid_of(ARGV[4]) then
  local left = (tonumber(lease_end) or 0) - now
  local longest = tonumber(string.match(claim, '/(%d+)$')) or math.max(ARGV[2], ${longestUnknownLease})
  if left > longest then
    redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + longest))
  end
  if left > 0 then return {'lost'} end
  abandoned = started or '0'
end
redis.call('HSET', KEYS[1], 'revision', revision, 'claim', ARGV[4], 'started', ARGV[3],
  'until', string.format('%.0f', now + ARGV[2]))
if abandoned then redis.call('HSET', KEYS[1], 'abandoned', abandoned) end
return {'won', abandoned or '', record or ''}
`;

/**
 * Tells whether the stored record belongs to a history that the next record does not know. `cjson` rejects
 * a whole text if it contains half of a surrogate pair, so these are replaced first.
 */
const isOfAnotherHistory = `
local function decoded(json)
  local readable = string.gsub(json, '\\\\u[dD][89a-fA-F]%x%x', '\\\\u003f')
  local is_json, value = pcall(cjson.decode, readable)
  return is_json and type(value) == 'table' and value or {}
end
local function is_foreign(record, own)
  local stored = record and decoded(record).epochs
  local epochs = decoded(own)
  if type(stored) ~= 'table' or #stored == 0 or #epochs == 0 then return false end
  for _, epoch in ipairs(epochs) do
    if epoch == stored[#stored] then return false end
  end
  return true
end
`;

/**
 * Commits the next record. KEYS: account. ARGV: revision, next revision, next record, channel, epochs of
 * the next record as JSON.
 *
 * A server that is full rejects commands that need memory, such as `HSET`, but only as the first write of a script.
 * So the script begins with `HDEL`: the refresh token is spent, and a commit that fails would lose the new one. A
 * claim, which comes before that, is rejected.
 */
export const commitScript = `-- refresh-once: commit
${isOfAnotherHistory}
${loadAccount}
if revision == ARGV[2] and record == ARGV[3] then return {'committed'} end
if revision ~= ARGV[1] or is_foreign(record, ARGV[5]) then return {'moved'} end
redis.call('HDEL', KEYS[1], 'claim', 'started', 'until', 'abandoned')
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'record', ARGV[3])
redis.pcall('PUBLISH', ARGV[4], ARGV[2])
return {'committed'}
`;

/** Releases a claim; keeps what was abandoned before it. KEYS: account. ARGV: id of the claim. */
export const releaseScript = `-- refresh-once: release
if redis.call('HGET', KEYS[1], 'claim') ~= ARGV[1] then return {'gone'} end
redis.call('HDEL', KEYS[1], 'claim', 'started', 'until')
local left = redis.call('HMGET', KEYS[1], 'revision', 'abandoned')
if left[1] == '0' and not left[2] then redis.call('DEL', KEYS[1]) end
return {'released'}
`;

/** Tells who has an active claim, and how long its lease still is (ms). It only reads. KEYS: account. */
export const holderScript = `-- refresh-once: holder
local claim, started, lease_end = unpack(redis.call('HMGET', KEYS[1], 'claim', 'started', 'until'))
${now}
local left = (tonumber(lease_end) or 0) - now
if not claim or left <= 0 then return {'none'} end
return {'claimed', claim, started or '', left}
`;

/** Restarts the lease of a claim, also if the server is full. KEYS: account. ARGV: id of the claim, lease (ms). */
export const extendScript = `-- refresh-once: extend
if redis.call('HGET', KEYS[1], 'claim') ~= ARGV[1] then return {'gone'} end
${now}
redis.call('HDEL', KEYS[1], 'until')
redis.call('HSET', KEYS[1], 'until', string.format('%.0f', now + ARGV[2]))
return {'extended'}
`;
