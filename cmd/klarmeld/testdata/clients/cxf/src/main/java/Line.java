/** One line of JSON a step, and how the walk ends when a step went wrong. */
final class Line {
    private Line() {
    }

    /** say writes names and values, in pairs. */
    static void say(String... pairs) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : ",").append(quoted(pairs[i])).append(':').append(quoted(pairs[i + 1]));
        }
        System.out.println(out.append('}'));
    }

    /** check ends the walk unless a step went as it should. */
    static void check(String step, Object got, Object want) {
        if (!want.equals(got)) {
            throw new IllegalStateException(step + ": fik " + got + ", ventede " + want);
        }
        say("trin", step, "fik", String.valueOf(got));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
