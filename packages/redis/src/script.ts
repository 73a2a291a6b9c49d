/**
 * The Lua script of the store. Each run is one atomic step on one key. All steps are in one script, so a server that
 * does not know it has to be sent it only once.
 *
 * Revisions are compared as strings, because Lua's numbers lose digits of large integers. `PUBLISH` runs by
 * `pcall`, because a user without the permission for it must still be able to commit.
 */

/** What the script can be told to do. It returns `lost` if the claim has ended or the revision has changed. */
export type Step = "claim" | "commit" | "release" | "extend" | "holder";

/** Loads the hash into local variables. Ends the script with `damaged` if it is not one of this library. */
const loadAccount = `
local revision, record, claim, started, lease_end, abandoned = unpack(redis.call('HMGET', KEYS[1],
  'revision', 'record', 'claim', 'started', 'until', 'abandoned'))
if not revision then
  if redis.call('EXISTS', KEYS[1]) == 1 then return {'damaged'} end
  revision = '0'
end
if not revision:match('^%d+$') then return {'damaged'} end
if (revision == '0') == (record ~= false) then return {'damaged'} end
if record and not (record:sub(1, 1) == '{' and record:sub(-1) == '}'
  and record:find('"revision":' .. revision .. '[,}]')) then
  return {'damaged'}
end
`;

/** The longest lease of a claim whose id does not say how long it is, ms: that of an earlier version. */
const longestUnknownLease = 60_000;

/** The server's clock, epoch ms, and the end of a lease that starts now. */
const clock = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function end_of(lease) return ('%.0f'):format(now() + lease) end
`;

/**
 * Claims a revision, and returns the stored one with its record. ARGV: step, revision, lease (ms), start by the claimant's clock (epoch ms), id of the claim.
 *
 * A lease that ends later than it can, because the clock of the server was set back, is started again.
 */
const claimStep = `
local function uuid_of(id) return id:match('^[^/]*') end
local function lost() return {'lost', '', revision, record or ''} end
function steps.claim()
  if revision ~= ARGV[2] then return lost() end
  if claim and uuid_of(claim) ~= uuid_of(ARGV[5]) then
    local left = (tonumber(lease_end) or 0) - now()
    local longest = tonumber(claim:match('/(%d+)$')) or math.max(ARGV[3], ${longestUnknownLease})
    if left > longest then redis.call('HSET', KEYS[1], 'until', end_of(longest)) end
    if left > 0 then return lost() end
    abandoned = started or '0'
  end
  redis.call('HSET', KEYS[1], 'revision', revision, 'claim', ARGV[5], 'started', ARGV[4], 'until', end_of(ARGV[3]))
  if abandoned then redis.call('HSET', KEYS[1], 'abandoned', abandoned) end
  return {'won', abandoned or '', revision, record or ''}
end
`;

/**
 * Tells whether the stored record belongs to a history that the next record does not know. Decoding it takes
 * longer than all the rest of a commit, and is not needed if it ends with the epochs of the next record: that is
 * how `writeTokenRecord` writes the record after a refresh. `cjson` rejects a whole text if it contains half of a
 * surrogate pair, so these are replaced first.
 */
const isOfAnotherHistory = `
local function decoded(json)
  local is_json, value = pcall(cjson.decode, (json:gsub('\\\\u[dD][89a-fA-F]%x%x', '\\\\u003f')))
  return is_json and type(value) == 'table' and value or {}
end
local function is_foreign(own)
  local ending = ',"epochs":' .. own .. '}'
  if not record or record:sub(-#ending) == ending then return false end
  local stored, epochs = decoded(record).epochs, decoded(own)
  local last = type(stored) == 'table' and stored[#stored]
  for _, epoch in ipairs(epochs) do
    if epoch == last then return false end
  end
  return last and #epochs > 0
end
`;

/**
 * Commits the next record. ARGV: step, revision, next revision, next record, channel, epochs of the next record as
 * JSON.
 *
 * A server that is full rejects commands that need memory, such as `HSET`, but only as the first write of a script.
 * So the step begins with `HDEL`: the refresh token is spent, and a commit that fails would lose the new one. A
 * claim, which comes before that, is rejected.
 */
const commitStep = `
function steps.commit()
  if revision == ARGV[3] and record == ARGV[4] then return {'done'} end
  if revision ~= ARGV[2] or is_foreign(ARGV[6]) then return {'lost'} end
  redis.call('HDEL', KEYS[1], 'claim', 'started', 'until', 'abandoned')
  redis.call('HSET', KEYS[1], 'revision', ARGV[3], 'record', ARGV[4])
  redis.pcall('PUBLISH', ARGV[5], ARGV[3])
  return {'done'}
end
`;

/** Releases a claim; keeps what was abandoned before it. ARGV: step, id of the claim. */
const releaseStep = `
function steps.release()
  if claim ~= ARGV[2] then return {'lost'} end
  redis.call('HDEL', KEYS[1], 'claim', 'started', 'until')
  if revision == '0' and not abandoned then redis.call('DEL', KEYS[1]) end
  return {'done'}
end
`;

/** Tells who has an active claim, and how long its lease still is (ms). It only reads. ARGV: step. */
const holderStep = `
function steps.holder()
  local left = (tonumber(lease_end) or 0) - now()
  if not claim or left <= 0 then return {'none'} end
  return {'claimed', claim, started or '', left}
end
`;

/** Restarts the lease of a claim, also if the server is full. ARGV: step, id of the claim, lease (ms). */
const extendStep = `
function steps.extend()
  if claim ~= ARGV[2] then return {'lost'} end
  redis.call('HDEL', KEYS[1], 'until')
  redis.call('HSET', KEYS[1], 'until', end_of(ARGV[3]))
  return {'done'}
end
`;

/** The text of the script. */
export const script = `local steps = {}
${loadAccount}${clock}${claimStep}${isOfAnotherHistory}${commitStep}${releaseStep}${holderStep}${extendStep}
return steps[ARGV[1]:match('%a+$')]()
`;

/** The SHA-1 of the text, by which a server knows a script that it has run. A test compares the two. */
export const sha1 = "0e6e117511711697cd23ccca39f7c71f0dcca2a3";
