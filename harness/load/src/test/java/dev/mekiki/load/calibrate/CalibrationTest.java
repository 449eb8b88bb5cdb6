package dev.mekiki.load.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mekiki.domain.LoadClient.Added;
import dev.mekiki.load.mock.MockScript;
import dev.mekiki.load.mock.MockServer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the server in this process, whose clock is the same. */
class CalibrationTest {
    /** A model on a processor gives a few tokens a second; that is a load like any other. */
    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 3", "4, 10", "16, 400"})
    void everyLoadThatAMachineCanMakeIsMeasured(int streams, double chunksPerS) throws Exception {
        try (MockServer server = MockServer.start(MockScript.of(MockScript.Answer.PLAIN), 0)) {
            Optional<Added> added = new Calibration(server.url(), 1, 0.5).at(streams, chunksPerS);

            assertThat(added).hasValueSatisfying(each -> {
                assertThat(each.source()).isEqualTo(Added.MEASURED);
                assertThat(each.streams()).isEqualTo(streams);
                assertThat(each.chunksPerS()).isGreaterThan(0.75 * chunksPerS);
                assertThat(each.p99Ms()).isGreaterThanOrEqualTo(each.p50Ms()).isPositive();
            });
        }
    }
}
