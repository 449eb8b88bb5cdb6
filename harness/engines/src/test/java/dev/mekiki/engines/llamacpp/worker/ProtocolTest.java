package dev.mekiki.engines.llamacpp.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mekiki.domain.ContinuationLogprob;
import dev.mekiki.domain.GenerationSettings;
import dev.mekiki.engines.llamacpp.lib.Buffers;
import dev.mekiki.engines.llamacpp.lib.CacheType;
import dev.mekiki.engines.llamacpp.lib.Device;
import dev.mekiki.engines.llamacpp.lib.ModelSettings.Split;
import dev.mekiki.engines.llamacpp.local.Batching;
import dev.mekiki.engines.llamacpp.local.LoadSettings;
import dev.mekiki.engines.llamacpp.local.ModelFacts;
import dev.mekiki.port.ConstrainedGenerator;
import dev.mekiki.port.Generation;
import dev.mekiki.port.LogprobScorer;
import dev.mekiki.port.Prompt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolTest {
    private static DataInputStream input(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static byte[] written(Frame frame) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frame.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void a_frame_comes_back_as_it_was() throws IOException {
        Frame read = Frame.read(input(written(new Frame(Frame.CHUNK, 1L << 40, new byte[]{1, 2, 3}))));
        assertThat(read.kind()).isEqualTo(Frame.CHUNK);
        assertThat(read.conversation()).isEqualTo(1L << 40);
        assertThat(read.body()).containsExactly(1, 2, 3);
    }

    @Test
    void what_is_no_frame_is_refused_without_taking_memory_for_it() throws IOException {
        byte[] whole = written(new Frame(Frame.REPLY, 1, new byte[100]));
        byte[] huge = whole.clone();
        huge[10] = 0x7F;
        byte[] negative = whole.clone();
        negative[10] = -1;
        byte[] other = whole.clone();
        other[0] = 'G';
        byte[] kind = whole.clone();
        kind[1] = 9;
        for (byte[] wrong : List.of(huge, negative, other, kind)) {
            assertThatThrownBy(() -> Frame.read(input(wrong))).isExactlyInstanceOf(IOException.class);
        }
        for (int length : new int[]{0, 1, 5, 13, 14, 50}) {
            assertThatThrownBy(() -> Frame.read(input(Arrays.copyOf(whole, length)))).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void random_bytes_end_the_conversation_and_nothing_else() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 'M';
                bytes[1] = (byte) random.nextInt(6);
            }
            assertThatThrownBy(() -> {
                DataInputStream in = input(bytes);
                while (true) {
                    Bodies.request(Frame.read(in).body());
                }
            }).isInstanceOf(IOException.class);
        }
    }

    static Stream<Request<?>> requests() {
        GenerationSettings settings = new GenerationSettings(5, List.of("。", "\n\n"), 0.7, 0.9, 40, true,
                OptionalInt.of(3), Optional.empty());
        return Stream.of(new Request.Library("/a"),
                new Request.Open(new LoadSettings("/a", "/b.gguf", false, OptionalInt.of(512), 2, true, CacheType.F32,
                        CacheType.Q8_0, 3, true, OptionalInt.empty(), List.of("CUDA0"), Optional.of(Split.ROW),
                        new TreeMap<>(Map.of("enable_thinking", "false")))),
                new Request.ScoreIds(List.of(0, 5, Integer.MAX_VALUE)),
                new Request.Encode("日本\uD83D\uDE00\u0000", true), new Request.Score(new Prompt("x", true),
                        List.of("", "東京"), 7L),
                new Request.Rolling("text", Request.UNLIMITED), new Request.Generate(new Prompt("x", false), settings,
                        Long.MIN_VALUE, true, 1),
                new Request.Choose(new Prompt("x", false), List.of("a", "b"), settings, 4, 9));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_comes_back_as_it_was(Request<?> request) throws IOException {
        assertThat(Bodies.request(Bodies.of(request))).isEqualTo(request);
    }

    @Test
    void numbers_come_back_to_the_last_bit() throws IOException {
        Random random = new Random(1);
        double[] numbers = random.doubles(2000).map(x -> Math.log(x) * Math.exp(40 * random.nextGaussian())).toArray();
        numbers[0] = Double.NEGATIVE_INFINITY;
        numbers[1] = Double.MIN_VALUE;
        numbers[2] = -0.0;
        assertThat(Bodies.value(Bodies.answer(numbers), double[].class)).containsExactly(numbers);
    }

    static Stream<Object> answers() {
        Generation generation = new Generation("答え", Optional.of("考え"), Generation.Finish.STOP_STRING, 3, 4,
                OptionalInt.of(2), true);
        return Stream.of(generation,
                new ConstrainedGenerator.Choice(OptionalInt.of(1), generation, OptionalInt.empty()),
                new LogprobScorer.Counted(List.of(new ContinuationLogprob("東京", -1.25, true, 2)), OptionalInt.of(9)),
                new ModelFacts("b1", "llama", 5, 6, 7, 8, new TreeSet<>(List.of("f32", "q4_0")), OptionalInt.of(1),
                        OptionalInt.empty(), true,
                        new TreeSet<>(List.of(2, 4)), Map.of("default", "{{ x }}"), Map.of("bos_token", "<s>"),
                        List.of(new Device(0, "CPU", "a processor", false, 1, 2)), List.of(),
                        Optional.of(new Buffers(1, 2, 3, 1)), Optional.of(new Batching(4, 1e-6, 1e-3, 9, 3))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_comes_back_as_it_was(Object answer) throws IOException {
        assertThat((Object) Bodies.value(Bodies.answer(answer), answer.getClass())).isEqualTo(answer);
    }

    @Test
    void pieces_of_a_fast_answer_are_sent_together_and_the_first_at_once() {
        List<Bodies.Chunk> sent = new ArrayList<>();
        Pieces pieces = new Pieces(sent::add);
        long start = System.nanoTime();
        pieces.chunk("a", 1, start);
        assertThat(sent).containsExactly(new Bodies.Chunk(1, "a"));
        pieces.chunk("b", 1, start + 300_000);
        pieces.chunk("", 1, start + 600_000);
        pieces.chunk("c", 1, start + 1_200_000);
        pieces.chunk("d", 2, start + 9_000_000);
        pieces.chunk("e", 0, start + 9_000_001);
        pieces.flush();
        pieces.flush();
        assertThat(sent).containsExactly(new Bodies.Chunk(1, "a"), new Bodies.Chunk(3, "bc"), new Bodies.Chunk(2, "d"),
                new Bodies.Chunk(0, "e"));
    }

    @Test
    void a_piece_of_an_answer_comes_back_as_it_was() throws IOException {
        Bodies.Chunk chunk = new Bodies.Chunk(3, "国🎌");
        assertThat(Bodies.Chunk.of(chunk.body())).isEqualTo(chunk);
        assertThatThrownBy(() -> Bodies.Chunk.of(new byte[3])).isInstanceOf(IOException.class);
    }
}
