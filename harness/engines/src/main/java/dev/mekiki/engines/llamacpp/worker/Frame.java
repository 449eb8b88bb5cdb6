package dev.mekiki.engines.llamacpp.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * What goes over the pipes: {@code 'M'}, the kind (1 byte), the conversation (8 bytes), the length (4 bytes), and as many bytes, numbers
 * in network order. The conversation is the number of the request that it is or answers.
 */
final class Frame {
    /** Of the frames that both sides understand; another one ends the conversation before it began. */
    static final int VERSION = 1;
    /** A mark, the version; the first frame from the worker. */
    static final byte HELLO = 0;
    static final byte REQUEST = 1;
    static final byte CANCEL = 2;
    static final byte CHUNK = 3;
    static final byte REPLY = 4;
    static final byte ERROR = 5;
    /** Bytes. A vocabulary's log-probabilities as text take a few MiB. */
    private static final int LONGEST = 64 << 20;
    private static final byte MARK = 'M';
    private final byte kind;
    private final long conversation;
    private final byte[] body;

    /** @param body kept as it is: nobody changes it afterwards */
    Frame(byte kind, long conversation, byte[] body) {
        this.kind = kind;
        this.conversation = conversation;
        this.body = body;
    }

    byte kind() {
        return kind;
    }

    long conversation() {
        return conversation;
    }

    byte[] body() {
        return body;
    }

    /**
     * @throws EOFException if the other side is gone
     * @throws IOException also if what came is no frame
     */
    static Frame read(DataInputStream in) throws IOException {
        byte mark = in.readByte();
        byte kind = in.readByte();
        if (mark != MARK || kind < HELLO || kind > ERROR) {
            throw new IOException("what came is not of the protocol");
        }
        long conversation = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes came; " + LONGEST + " are allowed");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("a message was cut off");
        }
        return new Frame(kind, conversation, body);
    }

    /** In one piece, so that none comes between another's parts. */
    void write(DataOutputStream out) throws IOException {
        if (body.length > LONGEST) {
            throw new IOException("a message of " + body.length + " bytes is more than the " + LONGEST + " allowed");
        }
        synchronized (out) {
            out.writeByte(MARK);
            out.writeByte(kind);
            out.writeLong(conversation);
            out.writeInt(body.length);
            out.write(body);
            out.flush();
        }
    }
}
