package dev.mekiki.load.http;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The platform's way to wait for many sockets: epoll on Linux, Java's own elsewhere. */
public record Sockets(String name, IoHandlerFactory handlers, Class<? extends Channel> client,
        Class<? extends ServerChannel> server) {
    public static Sockets best() {
        return Epoll.isAvailable()
                ? new Sockets("epoll", EpollIoHandler.newFactory(), EpollSocketChannel.class,
                        EpollServerSocketChannel.class)
                : new Sockets("nio", NioIoHandler.newFactory(), NioSocketChannel.class, NioServerSocketChannel.class);
    }

    /** Threads that each serve many sockets; they do not keep the process alive. */
    public MultiThreadIoEventLoopGroup threads(String purpose, int count) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("mekiki-" + purpose, true), handlers);
    }
}
