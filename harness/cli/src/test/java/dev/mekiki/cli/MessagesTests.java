package dev.mekiki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MessagesTests {
    @Test
    void both_languages_say_the_same_things() throws IOException {
        assertThat(read("messages_ja.properties").keySet()).isEqualTo(read("messages.properties").keySet());
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = MekikiCommand.class.getResourceAsStream(name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
