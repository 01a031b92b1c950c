package org.limbench.emulator;

import org.limbench.protocol.Log;
import org.limbench.protocol.Message;
import org.limbench.protocol.MeterEvent;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.Result;
import org.limbench.transport.Channel;
import org.limbench.transport.SendHints;

/** What a carrier of messages is told of a device's message: whose it is, and which command it answers. */
public final class ReplyHints {
    private ReplyHints() {}

    /** The hints of a message. */
    public static SendHints of(Message body) {
        return new SendHints(channel(body), 0, correlation(body));
    }

    private static Channel channel(Message body) {
        if (body instanceof MeterEvent) {
            return Channel.METER;
        }
        return body instanceof Log ? Channel.LOG : Channel.REPLY;
    }

    private static long correlation(Message body) {
        if (body instanceof Result result) {
            return result.commandId();
        }
        return body instanceof QueryReply reply ? reply.updateId() : 0;
    }
}
