//! Places boxes in a column as near as possible to the heights that they prefer (their wishes), in order and without overlap.
//!
//! Least absolute distance under an order: pool adjacent violators with weighted medians (Barlow, Bartholomew, Bremner and Brunk, 1972), so
//! that as many lines as possible are exactly straight.

/// A height at which a box should be, with its weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub(super) height: f64,
    pub(super) weight: f64,
}

/// The largest number of wishes that a block keeps. Of more, every second one is dropped.
const LIMIT: usize = 160;

/// Boxes that touch and move as one.
struct Block {
    first: usize,
    wishes: Vec<Wish>,
    at: f64,
}

/// The tops of the boxes: box `i` is at least `steps[i]` below box `i - 1` (`steps[0]` is not used). `now` holds the present tops, which
/// boxes without wishes prefer.
pub(super) fn settle(wishes: &[Vec<Wish>], steps: &[f64], now: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<Block> = Vec::with_capacity(wishes.len());
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wishes.len());
    for (index, own) in wishes.iter().enumerate() {
        if index > 0 {
            offset += steps[index];
        }
        offsets.push(offset);
        let mut moved: Vec<Wish> = own
            .iter()
            .map(|wish| Wish {
                height: wish.height - offset,
                weight: wish.weight,
            })
            .collect();
        if moved.is_empty() {
            moved.push(Wish {
                height: now[index] - offset,
                weight: 0.01,
            });
        }
        let at = median(&mut moved, now[index] - offset);
        let mut block = Block {
            first: index,
            wishes: moved,
            at,
        };
        while let Some(above) = blocks.pop_if(|above| above.at > block.at) {
            block.merge(above);
        }
        blocks.push(block);
    }
    let mut tops = vec![0.0; wishes.len()];
    let mut end = wishes.len();
    for block in blocks.iter().rev() {
        for index in block.first..end {
            tops[index] = block.at + offsets[index];
        }
        end = block.first;
    }
    tops
}

impl Block {
    fn merge(&mut self, mut above: Self) {
        let middle = f64::midpoint(self.at, above.at);
        self.first = above.first;
        self.wishes.append(&mut above.wishes);
        self.at = median(&mut self.wishes, middle);
        if self.wishes.len() > LIMIT {
            let mut keep = false;
            self.wishes.retain(|_| {
                keep = !keep;
                keep
            });
        }
    }
}

/// The weighted median. If an interval is equally good, its end nearer to `near`. Sorts the wishes.
fn median(wishes: &mut [Wish], near: f64) -> f64 {
    wishes.sort_by(|a, b| a.height.total_cmp(&b.height));
    let half = wishes.iter().map(|wish| wish.weight).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    for (index, wish) in wishes.iter().enumerate() {
        sum += wish.weight;
        if sum > half + 1e-9 {
            return wish.height;
        }
        if sum > half - 1e-9 {
            let next = wishes
                .get(index + 1)
                .map_or(wish.height, |next| next.height);
            return if (near - wish.height).abs() <= (near - next).abs() {
                wish.height
            } else {
                next
            };
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(height: f64) -> Vec<Wish> {
        vec![Wish {
            height,
            weight: 1.0,
        }]
    }

    #[test]
    fn boxes_with_room_stand_where_they_wish() {
        let tops = settle(&[wish(10.0), wish(50.0)], &[0.0, 20.0], &[0.0, 20.0]);
        assert_eq!(tops, vec![10.0, 50.0]);
    }

    #[test]
    fn boxes_in_conflict_keep_their_order_and_distance() {
        let tops = settle(
            &[wish(50.0), wish(10.0), wish(52.0)],
            &[0.0, 20.0, 20.0],
            &[0.0, 20.0, 40.0],
        );
        assert!(
            tops[1] - tops[0] >= 20.0 && tops[2] - tops[1] >= 20.0,
            "{tops:?}"
        );
        assert!(tops[0] <= 50.0 && tops[2] >= 52.0, "{tops:?}");
    }
}
