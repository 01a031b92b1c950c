package org.limbench.emulator;

import org.limbench.protocol.Message;
import org.limbench.protocol.QueryReply;
import org.limbench.protocol.Result;
import org.limbench.transport.Channel;
import org.limbench.transport.SendHints;

/** What a carrier of messages is told of a device's message: whose it is, and which command it answers. */
public final class ReplyHints {
    private ReplyHints() {}

    /** The hints of a message. */
    public static SendHints of(Message body) {
        // meter events and log lines too: they carry the session, which lets its host in and is not for anyone who
        // listens
        return new SendHints(Channel.REPLY, 0, correlation(body));
    }

    private static long correlation(Message body) {
        if (body instanceof Result result) {
            return result.commandId();
        }
        return body instanceof QueryReply reply ? reply.updateId() : 0;
    }
}
