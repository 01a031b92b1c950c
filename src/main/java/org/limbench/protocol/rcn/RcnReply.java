package org.limbench.protocol.rcn;

/** One reply line of the station, told apart by what stands before its first colon. */
public sealed interface RcnReply {
    /** The line without its line end. */
    String line();

    /** Done. */
    record Done(String text) implements RcnReply {
        @Override
        public String line() {
            return "OK:" + text;
        }
    }

    /** Values, e.g. {@code C1CH1=12345,C1CH2=-8}: whole numbers of 0.1 mV. */
    record Values(String text) implements RcnReply {
        @Override
        public String line() {
            return "DATA:" + text;
        }
    }

    /** Refused; nothing has changed. */
    record Refusal(String text) implements RcnReply {
        @Override
        public String line() {
            return "ERR:" + text;
        }
    }

    /** So many bytes follow, which are no text. */
    record Binary(int bytes) implements RcnReply {
        @Override
        public String line() {
            return "BINARY:" + bytes;
        }
    }

    /** So many samples of the capture that follows lie before its step. */
    record Pretrigger(int samples) implements RcnReply {
        @Override
        public String line() {
            return "PRETRIG:" + samples;
        }
    }

    /** None of the above: noise, or a half line. */
    record Noise(String line) implements RcnReply {}

    /** Reads a line; whatever it is. */
    static RcnReply parse(String line) {
        int colon = line.indexOf(':');
        String text = line.substring(colon + 1);
        return switch (colon < 0 ? "" : line.substring(0, colon)) {
            case "OK" -> new Done(text);
            case "DATA" -> new Values(text);
            case "ERR" -> new Refusal(text);
            case "BINARY" -> isCount(text) ? new Binary(Integer.parseInt(text)) : new Noise(line);
            case "PRETRIG" -> isCount(text) ? new Pretrigger(Integer.parseInt(text)) : new Noise(line);
            default -> new Noise(line);
        };
    }

    private static boolean isCount(String text) {
        return text.matches("\\d{1,8}");
    }
}
