#!/bin/sh
# sizes.sh ELF MAP   flash and RAM of the engine with nanopb, by object, and of the whole image with port and model;
# targets are those of ../README.md. RAM: static data; the stack is said apart.
set -eu
arm-none-eabi-size "$1" | awk 'NR == 2 { printf "image with port and model: flash %d B, RAM %d B\n", $1 + $2, $2 + $3 }'
# input sections that were kept, one a line: address size object
awk '/^Linker script and memory map/ { on = 1 } /^\.debug|^\.ARM\.attributes|^\.comment/ { on = 0 } !on { next }
     /^ \.[a-zA-Z]/ { name = $1; if (NF == 1) { getline; $0 = name " " $0 } }
     /^ *\.[a-zA-Z].* 0x[0-9a-f]+ +0x[0-9a-f]+ / { print $2, $3, $4, $1 }' "$2" |
while read -r address size object section; do
  [ "$((size))" -gt 0 ] && [ "$((address))" -gt 0 ] || [ "$section" = .vectors ] || continue
  echo "$((address)) $((size)) $object $section"
done | awk '
  $3 !~ /engine\/|pb\.a/ { next }
  { sub(/.*\//, "", $3) }
  $1 >= 536870912 { ram += $2; ramOf[$3] += $2; if ($4 ~ /^\.data/) { flash += $2; flashOf[$3] += $2 } next }
  { flash += $2; flashOf[$3] += $2 }
  END {
    for (object in flashOf) { printf "  %-28s flash %6d B  RAM %6d B\n", object, flashOf[object], ramOf[object] }
    printf "engine with nanopb: flash %d B (target 8192), RAM %d B (target 4096)\n", flash, ram
  }'
