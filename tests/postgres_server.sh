#!/usr/bin/env bash
# A PostgreSQL server for the tests: on loopback, on a free port, in a folder of its own, with a password and with encryption.
#   postgres_server.sh start DIR   prints the variables that the tests read, as lines NAME=value
#   postgres_server.sh stop DIR    stops it
# The server refuses to run as root; root runs it as the user `postgres` that Debian's package makes.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
if [ -z "$bin" ]; then bin=$(dirname "$(command -v pg_ctl)"); fi
dir=$2
as() { if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }

case $1 in
start)
  mkdir -p "$dir"
  password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$dir/password"
  ( cd "$dir"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 \
      -subj "/CN=An office" -addext keyUsage=critical,keyCertSign 2>/dev/null
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr -subj "/CN=A server" 2>/dev/null
    echo "subjectAltName=IP:127.0.0.1" >names
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names 2>/dev/null
    chmod 600 server.key password )
  if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$dir"; fi
  as "'$bin/initdb' -D '$dir/data' -U postgres -A scram-sha-256 --pwfile='$dir/password' -E UTF8 --no-sync --locale=C.UTF-8 >'$dir/initdb.log' 2>&1"
  for _ in 1 2 3 4 5; do
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60 -c ssl=on -c ssl_cert_file=$dir/server.pem -c ssl_key_file=$dir/server.key"
    # Another program may have taken the port meanwhile.
    if as "'$bin/pg_ctl' -D '$dir/data' -w -l '$dir/server.log' -o '$options' start >/dev/null"; then
      echo "CHISO_TEST_POSTGRES=postgresql://postgres:$password@127.0.0.1:$port/postgres"
      echo "CHISO_TEST_POSTGRES_CA=$dir/ca.pem"
      exit 0
    fi
  done
  cat "$dir/server.log" >&2
  exit 1
  ;;
stop)
  as "'$bin/pg_ctl' -D '$dir/data' -m fast stop >/dev/null" || true
  ;;
esac
