# gnuplot -c docs/growing.gnuplot FOLDER TO.svg
#
# What a message, a search and the whole index cost as cases come, of recorded.csv and
# judged.csv in the folder, as make bench-cases leaves them there.
set terminal svg size 900,760 font "sans-serif,13" name "growing" background "#ffffff"
set output ARG2
set datafile separator ","
set multiplot layout 3,1 margins 0.10,0.97,0.07,0.95 spacing 0,0.10

set grid ytics lc rgb "#dddddd" lt 1
set border 3 lc rgb "#888888"
set tics nomirror
set key at graph 1,1.15 right horizontal samplen 2
set yrange [0:*]
set xrange [0:*]
set format x "%'.0f"

rows(name) = "< grep '^import,' '" . ARG1 . "/" . name . ".csv'"
recorded = rows("recorded")
judged = rows("judged")

set label 1 "Processor time of one more import, µs, the sender's included" at graph 0,1.10 left
plot recorded using 2:3 with lines lw 2 lc rgb "#1f6f8b" title "recorded", \
     judged   using 2:3 with lines lw 2 lc rgb "#b5541c" title "recorded and judged"

set label 1 "A search by key, ms" at graph 0,1.10 left
plot recorded using 2:($4/1000) with lines lw 2 lc rgb "#1f6f8b" title "recorded", \
     judged   using 2:($4/1000) with lines lw 2 lc rgb "#b5541c" title "recorded and judged"

set label 1 "Memory in use, MB, by the number of cases that have come" at graph 0,1.10 left
plot recorded using 2:($5/1e6) with lines lw 2 lc rgb "#1f6f8b" title "recorded", \
     judged   using 2:($5/1e6) with lines lw 2 lc rgb "#b5541c" title "recorded and judged"
unset multiplot
