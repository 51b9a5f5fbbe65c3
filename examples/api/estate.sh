#!/usr/bin/env bash
# A network with a VM that serves HTTPS, over the API with nothing but curl and jq.
#
#   ./estate.sh up      makes it, or what is missing of it, and prints what the VM needs
#   ./estate.sh down    takes it away
#
# Where the API is and as whom to call it: QUANTUMNET_ENDPOINT and QUANTUMNET_TOKEN, a token of the platform.
set -euo pipefail
shopt -s inherit_errexit

: "${QUANTUMNET_ENDPOINT:?is not set: the URL of the API, such as http://127.0.0.1:8080}"
: "${QUANTUMNET_TOKEN:?is not set: a token of the platform}"

# METHOD PATH [BODY]: prints the answer; where the API refuses, what it said.
qn() {
  local answer
  # The token comes by a pipe: arguments of a program are for everybody to see.
  answer=$(curl -sS --fail-with-body -X "$1" "$QUANTUMNET_ENDPOINT/v1/$2" ${3:+--json "$3"} \
    -H @<(printf 'Authorization: Bearer %s' "$QUANTUMNET_TOKEN")) || {
    printf '%s %s: %s\n' "$1" "$2" "$(jq -r '"\(.code): \(.detail)"' <<< "$answer" 2> /dev/null || echo "$answer")" >&2
    return 1
  }
  printf '%s' "$answer"
}

# KIND QUERY: the id of the one that the query selects; nothing when there is none.
find_id() { qn GET "$1?$2" | jq -r '.items[0].id // empty'; }

# KIND QUERY BODY: the id of the one that the query selects, which is made when there is none.
ensure() {
  local id
  id=$(find_id "$1" "$2")
  [ -n "$id" ] || id=$(qn POST "$1?wait=applied" "$3" | jq -r .id)
  printf '%s' "$id"
}

# NAME=VALUE ...: an object of texts.
object() { jq -n '[$ARGS.positional[] | capture("(?<key>[^=]*)=(?<value>.*)")] | from_entries' --args "$@"; }

up() {
  local project network subnet group port
  project=$(ensure projects name=curl "$(object name=curl description='Made with curl')")
  network=$(ensure networks "project=$project&name=web" "$(object project="$project" name=web)")
  subnet=$(ensure subnets "network=$network&name=web" "$(object network="$network" name=web cidr=10.0.0.0/24)")
  group=$(ensure security-groups "project=$project&name=web" "$(object project="$project" name=web)")
  ensure security-group-rules "security_group=$group" \
    "$(object security_group="$group" direction=ingress ethertype=ipv4 protocol=tcp | jq '. + {port_min: 443, port_max: 443}')" > /dev/null
  port=$(ensure ports "network=$network&hostname=web1" \
    "$(jq -n --arg network "$network" --arg subnet "$subnet" --arg group "$group" \
      '{network: $network, fixed_ips: [{subnet: $subnet}], vm: {name: "web1"}, security_groups: [$group]}')")
  qn GET "ports/$port" | jq '{id, interface_id, mac, address: .fixed_ips[0].ip, fqdn}'
}

down() {
  local project kind id
  project=$(find_id projects name=curl)
  [ -n "$project" ] || return 0
  # What refers to another goes first. Rules go with their group.
  for kind in ports security-groups subnets networks; do
    for id in $(qn GET "$kind?project=$project" | jq -r '.items[] | select(.name != "default" or $kind != "security-groups") | .id' --arg kind "$kind"); do
      qn DELETE "$kind/$id?wait=applied"
    done
  done
  qn DELETE "projects/$project?wait=applied"
}

case "${1:-}" in
  up | down) "$1" ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
